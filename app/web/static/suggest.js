// People whose names begin as typed, beside what the browser itself suggests.
import { json } from "./question.js";

const PAUSE = 150;

export function suggest() {
  let waiting = null;
  let asking = null;
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.dataset?.suggest !== "people") return;
    clearTimeout(waiting);
    const name = field.value.trim();
    if (name.length < 2) return;
    waiting = setTimeout(async () => {
      asking?.abort();
      asking = new AbortController();
      try {
        const found = await json(`/v1/people?${new URLSearchParams({ name, limit: 8 })}`, asking.signal);
        const options = found.data.map((one) => Object.assign(document.createElement("option"), { value: one.name, label: `${one.name}, ${one.country ?? one.organisation ?? ""}` }));
        document.getElementById("people").replaceChildren(...options);
      } catch { /* Whoever types needs no suggestion. */ }
    }, PAUSE);
  });
}
