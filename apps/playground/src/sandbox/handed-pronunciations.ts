// The pronunciations inside the sandbox, built in in the place of `cmu-pronouncing-dictionary`: they are four megabytes, and nothing in
// here can fetch, so the page hands them in when they are asked for.

/** Pronunciations by their words; none before they are handed. */
export let dictionary: Readonly<Record<string, string>> = {};

let settle: () => void;
/** Resolves when they are there. */
export const handed: Promise<void> = new Promise<void>((resolve) => {
  settle = resolve;
});

/** Takes the text of the file that has them. */
export const handPronunciations = (text: string): void => {
  dictionary = JSON.parse(text) as typeof dictionary;
  settle();
};
