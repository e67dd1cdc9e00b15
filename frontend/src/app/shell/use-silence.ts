import { useEffect } from "react";
import { checkSilence, noteHeard, useAway } from "@/lib/away";

const EVERY_MS = 1000;

/** Carried by the page itself: while it is needed, nothing can be loaded. */
const greyIcon =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M16 2 30 16 16 30 2 16z" fill="#596673"/>' +
      '<path d="M12.500 13c0-5 7-5 7 0 0 3-3.500 3-3.500 6M16 23.500v.1" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>',
  );

/** Notices when the server falls silent, and shows it in the icon of the tab. */
export function useSilence() {
  const away = useAway();
  useEffect(() => {
    noteHeard();
    const every = setInterval(checkSilence, EVERY_MS);
    return () => {
      clearInterval(every);
      noteHeard();
    };
  }, []);
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (!icon || !away) return;
    const { href, type } = icon;
    icon.href = greyIcon;
    return () => {
      icon.type = type;
      icon.href = href;
    };
  }, [away]);
}
