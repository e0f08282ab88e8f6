// Runs before the page is drawn, so that a chosen scheme never flickers; without it the system's scheme holds.
{
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => { try { return localStorage.getItem("scheme"); } catch { return null; } };
  const scheme = () => stored() ?? (system.matches ? "dark" : "light");
  const apply = () => { root.dataset.scheme = scheme(); };
  root.classList.add("js");
  apply();
  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.theme");
    const show = () => { apply(); button.setAttribute("aria-pressed", String(scheme() === "dark")); };
    button.hidden = false;
    button.addEventListener("click", () => {
      try { localStorage.setItem("scheme", scheme() === "dark" ? "light" : "dark"); } catch { return; }
      show();
      dispatchEvent(new Event("schemechange"));
    });
    system.addEventListener("change", show);
    show();
    // Scripts and flags come when the list has been seen, which is not to share its time with them.
    const later = document.getElementById("later");
    const bring = () => {
      root.classList.add("seen");
      later.replaceWith(document.importNode(later.content, true));
    };
    const seen = (entries, watch) => {
      if (entries.getEntriesByName("first-contentful-paint").length === 0) return;
      watch.disconnect();
      bring();
    };
    if (PerformanceObserver.supportedEntryTypes.includes("paint")) {
      new PerformanceObserver(seen).observe({ type: "paint", buffered: true });
    } else {
      requestAnimationFrame(() => setTimeout(bring));
    }
  });
}
