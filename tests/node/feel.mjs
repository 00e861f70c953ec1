// Answers FEEL questions: one JSON object a line, {"text": "a + 1", "context": "{a: 1}"}, gives one line,
// {"value": 2} or {"error": "..."}. Dates, times and durations are told in ISO 8601.
import { createInterface } from "node:readline";
import { evaluate } from "feelin";

const contexts = new Map();

function contextOf(text) {
  if (!contexts.has(text)) {
    contexts.clear(); // questions about the same facts come one after another
    contexts.set(text, evaluate(text, {}).value);
  }
  return contexts.get(text);
}

function answer({ text, context }) {
  try {
    const { value } = evaluate(text, contextOf(context));
    return Number.isFinite(value) || typeof value !== "number" ? { value } : { error: `the number ${value}` };
  } catch (error) {
    return { error: error.message };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
}
