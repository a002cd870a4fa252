/** Phrases: small English phrases and sentences to French, where adjectives change places and words agree. */
export { phrasesTask, type PhrasesOptions } from './phrases-task.ts';
