/** The sizes of text in a picture of a search, in pixels. */
export const labelFontSize = 13;
export const valueFontSize = 11;
export const noteFontSize = 10.5;
export const headFontSize = 11;
export const shelfFontSize = 12;
