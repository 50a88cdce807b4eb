/** Rows of a folder that are enough for its first paint: more than any screen holds, and quick to send. */
export const firstRows = 2000;
