/** Where the console is mounted: what the server wrote into the page's `<base>`, for example "/ups/", or "/". */
export const basePath = () => {
  const base = document.querySelector("base")?.href;
  return base ? new URL(base).pathname.replace(/[^/]*$/, "") : "/";
};

/** A path of the server, below the prefix under which the console is served. */
export const serverPath = (path: string) => basePath() + path.replace(/^\//, "");
