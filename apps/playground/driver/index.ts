/** The published page in a browser, driven from outside: by its tests, by who measures it, by who takes its picture. */
export { builtApp, type BuiltApp } from './built-app.ts';
export { hasChromium, startChromium } from './chromium.ts';
export { expectQuick, longestTask } from './longest-task.ts';
export { serveApp, type ServedApp } from './serve-app.ts';
export { kibibytes, type Part, partsOf } from './sizes.ts';
export { train, untilState } from './use-page.ts';
