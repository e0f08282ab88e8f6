// What the address of the page asks of the API, and how it is asked.
const NOT_ASKED = new Set(["cursor", "limit", "sort"]);

export function asked(search) {
  const found = new URLSearchParams(search);
  for (const name of NOT_ASKED) found.delete(name);
  return found;
}

// As the server writes addresses: what these characters mean in a query is seen at a glance.
export function written(params) {
  return params.toString().replaceAll("%7C", "|").replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%2F", "/").replaceAll("%21", "!");
}

export function path(base, params) {
  const query = written(params);
  return query ? `${base}?${query}` : base;
}

// The address of the search with some parameters changed; null leaves one out.
export function linked(changes) {
  const found = new URLSearchParams(document.getElementById("views")?.dataset.question ?? location.search);
  found.delete("cursor");
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") found.delete(name); else found.set(name, value);
  }
  return path("/", found);
}

// A list with one value more that must hold too, or without it where it is there.
export function toggled(list, value) {
  const groups = (list ?? "").split(",").filter(Boolean);
  const rest = groups.filter((group) => group !== value);
  return (rest.length < groups.length ? rest : [...groups, value]).join(",") || null;
}

export function has(list, value) {
  return (list ?? "").split(/[,|]/).includes(value);
}

export async function request(address, signal, headers = {}) {
  let answer;
  try {
    answer = await fetch(address, { signal, headers });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("the server cannot be reached.");
  }
  if (answer.ok) return answer;
  const problem = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
  throw new Error(problem.detail ?? `the server answered ${answer.status}.`);
}

// What all pictures are drawn from.
export const counted = (question, signal) => json(path("/views", question), signal);

const known = new Map();
const MOST_KNOWN = 80;

// Answers that the page had already, or waits for, are not asked for again.
export function json(address, signal) {
  if (!known.has(address)) {
    const answer = request(address, signal).then((found) => found.json());
    const forget = () => { if (known.get(address) === answer) known.delete(address); };
    let done = false;
    answer.then(() => { done = true; }, forget);
    // Who asks again after giving up is not given what was given up.
    signal?.addEventListener("abort", () => { if (!done) forget(); }, { once: true });
    if (known.size >= MOST_KNOWN) known.delete(known.keys().next().value);
    known.set(address, answer);
  }
  return known.get(address);
}
