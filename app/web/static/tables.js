// What a picture shows, as a table: columns and rows in, a table in its place out.
export function fill(details, { columns, rows }) {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const name of columns) head.append(cell("th", name, { scope: "col" }));
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    row.forEach((value, at) => line.append(at === 0 ? cell("th", value, { scope: "row" }) : cell("td", value)));
  }
  details.querySelector(".scroll").replaceChildren(table);
}

function cell(tag, value, attributes = {}) {
  const made = document.createElement(tag);
  for (const [name, one] of Object.entries(attributes)) made.setAttribute(name, one);
  if (typeof value === "number") made.className = "n";
  made.textContent = value ?? "";
  return made;
}
