// Runs before the first paint, so that the page never flashes in the wrong theme. The page's policy allows no inline
// script, hence a file. `src/lib/theme.ts` keeps the choice under the same key.
(function () {
    var choice = localStorage.getItem("walnut.theme");
    var dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
