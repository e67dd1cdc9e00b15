/** What the server says of itself in the head of the page, before anybody signs in. */
const said = (name: string) =>
  document.querySelector<HTMLMetaElement>(`meta[name="walnut-${name}"]`)?.content || undefined;

export const siteName = () => said("site");

export const siteLocale = () => said("locale");

/** The text of the browser's tab. */
export const tabTitle = (title: string) => [title, siteName(), "walNUT"].filter(Boolean).join(" · ");
