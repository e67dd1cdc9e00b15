import { afterEach, describe, expect, it } from "vitest";
import { chooseLocale, locales } from "./i18n";
import { siteLocale, siteName, tabTitle } from "./site";

const say = (name: string, content: string) =>
  document.head.insertAdjacentHTML("beforeend", `<meta name="walnut-${name}" content="${content}">`);

afterEach(() => document.head.replaceChildren());

describe("the site", () => {
  it("API-70: names the tab beside the screen", () => {
    say("site", "Rack Hall");
    expect(siteName()).toBe("Rack Hall");
    expect(tabTitle("Hosts")).toBe("Hosts · Rack Hall · walNUT");
  });

  it("API-70: without a name only walNUT is told", () => {
    say("site", "");
    expect(siteName()).toBeUndefined();
    expect(tabTitle("Hosts")).toBe("Hosts · walNUT");
  });

  it("CON-141: its language counts where neither the person nor the browser names one that there is", () => {
    say("locale", "de");
    const there = ["en", "de", "fr"];
    expect(siteLocale()).toBe("de");
    expect(chooseLocale(["fr", "en-GB"], there)).toBe("fr");
    expect(chooseLocale([null, "xx", "en-GB"], there)).toBe("en");
    expect(chooseLocale([null, "xx", siteLocale()], there)).toBe("de");
    expect(chooseLocale([null, "xx", siteLocale()], locales)).toBe("en");
  });
});
