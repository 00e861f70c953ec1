"""'Check your case': the questions still needed, one after another, and what comes of the answers."""
