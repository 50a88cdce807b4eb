/** In pixels. */
export const initialAsideWidth = 480;
