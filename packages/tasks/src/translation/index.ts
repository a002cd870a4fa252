/** Translation between two invented languages: word for word by a dictionary, with a few words that change places. */
export { translationTask, type TranslationOptions } from './translation-task.ts';
