/** The views, in the order of their tabs. A link names one. */
export const viewNames = ['train', 'inspect', 'search', 'compare', 'scorer', 'models'] as const;
export type ViewName = (typeof viewNames)[number];
