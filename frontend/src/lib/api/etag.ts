/** The header that makes a change hold only on top of the version that was read. */
export const ifMatch = ({ version }: { version: number }) => ({ "If-Match": `"${version}"` });
