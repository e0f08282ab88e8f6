// One request to the API in every form in which it can be copied.
import { path } from "./question.js";

export function recipe(place, { base, params, formats = [] }) {
  const address = location.origin + path(base, params);
  const given = [...params].map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`).join("");
  const python = `import httpx\n\nfound = httpx.get("${location.origin}${base}", params={\n${given}}).json()`;
  const links = [["JSON", path(base, params)], ...formats.map((format) => {
    const more = new URLSearchParams(params);
    more.set("format", format);
    return [format.toUpperCase(), path(base, more)];
  })];
  place.replaceChildren(
    ...block("Address", address), ...block("curl", `curl '${address.replaceAll("'", "'\\''")}'`), ...block("Python", python), row(links),
  );
}

function block(title, text) {
  const head = document.createElement("h3");
  head.textContent = title;
  const pre = document.createElement("pre");
  pre.tabIndex = 0;
  pre.append(Object.assign(document.createElement("code"), { textContent: text }));
  head.append(copier(pre));
  return [head, pre];
}

function row(links) {
  const paragraph = document.createElement("p");
  for (const [name, address] of links) paragraph.append(Object.assign(document.createElement("a"), { href: address, textContent: name }), " ");
  return paragraph;
}

function copier(pre) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "small";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(pre.textContent); button.textContent = "Copied"; }
    catch { getSelection().selectAllChildren(pre); button.textContent = "Selected"; }
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
  return button;
}

// What the server wrote gets its buttons too.
for (const pre of document.querySelectorAll(".copies pre")) pre.previousElementSibling?.append(copier(pre));
