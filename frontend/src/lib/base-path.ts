/** Where the console is mounted, from the page's `<base>`: "/" or for example "/ups/". */
export const basePath = () => new URL(document.baseURI).pathname.replace(/[^/]*$/, "");

/** A path of the server, below the prefix under which the console is served. */
export const serverPath = (path: string) => basePath() + path.replace(/^\//, "");
