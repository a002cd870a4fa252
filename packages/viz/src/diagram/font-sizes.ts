/** The sizes of text in a figure of a model, in pixels. */
export const titleFontSize = 16;
export const headingFontSize = 13;
export const tokenFontSize = 13;
export const boxFontSize = 12;
export const rowFontSize = 11;
export const captionFontSize = 12;
