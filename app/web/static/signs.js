// Words and signs that several views share.
export const STATUSES = ["held", "ongoing", "scheduled", "proposed", "postponed", "cancelled"];
export const LEVELS = ["leader", "minister", "official", "unknown"];
const DAY = 86_400_000;

export const number = (value) => value.toLocaleString("en").replaceAll(",", "\u202f");
export const plural = (count, word) => `${number(count)} ${word}${count === 1 ? "" : "s"}`;

// Days are days of the calendar, whatever the clock of the browser says.
export const day = (text) => {
  const [year, month = 1, date = 1] = text.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, date));
};
export const iso = (date) => date.toISOString().slice(0, 10);
export const after = (date) => new Date(date.getTime() + DAY);
export const before = (date) => new Date(date.getTime() - DAY);

const long = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" });
const monthly = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "long", year: "numeric" });
export const inWords = (text) => (text.length > 7 ? long : monthly).format(day(text));

export function interval(first, last) {
  if (first === last) return inWords(first);
  return `between ${inWords(first)} and ${inWords(last)}`;
}

export const width = (place) => Math.max(260, Math.floor(place.clientWidth));

export function readout(figure, text) { figure.querySelector(".found").textContent = text; }
