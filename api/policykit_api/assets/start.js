// The key stays in this page: it is neither stored nor sent to any other host.
const choice = document.getElementById("document");
const key = document.getElementById("key");
const source = document.getElementById("source");

const headers = () => (key.value ? { Authorization: `Bearer ${key.value}` } : {});

/** The documents that this key may read: one for each business, and the one for any policy. */
async function documents() {
  const answer = await fetch("/v1", { headers: headers() });
  const businesses = answer.ok ? (await answer.json()).businesses : [];
  const options = businesses.map((one) => new Option(one.name, `/v1/${one.id}/openapi.json`));
  choice.replaceChildren(...options, new Option("Any business and policy", "/openapi.json"));
}

function show() {
  source.href = choice.value;
  const ui = SwaggerUIBundle({
    url: choice.value,
    dom_id: "#api",
    deepLinking: true,
    validatorUrl: null,
    docExpansion: "none",
    filter: true,
    defaultModelsExpandDepth: -1,
    requestInterceptor: (request) => {
      Object.assign(request.headers, headers(), request.headers);
      return request;
    },
    onComplete: () => key.value && ui.preauthorizeApiKey("key", key.value),
  });
}

async function start() {
  await documents();
  show();
}

choice.addEventListener("change", show);
document.getElementById("choice").addEventListener("submit", (event) => {
  event.preventDefault();
  start();
});
start();
