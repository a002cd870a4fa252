/** The published page in a browser, driven from outside: by its tests, by who measures it, by who takes its picture. */
export { builtApp } from './built-app.ts';
export { startChromium } from './chromium.ts';
export { longestTask } from './longest-task.ts';
export { serveApp } from './serve-app.ts';
export { kibibytes, type Part, partsOf } from './sizes.ts';
export { train, untilState } from './use-page.ts';
