/** Text to tokens and back. Stateless; `type` is the name under which a config knows it. */
export interface Tokenizer {
  readonly type: 'characters' | 'words';
  /** The tokens of a text, none of them empty. Equal texts in different Unicode normal forms give equal tokens. */
  tokenize(text: string): string[];
  /** The text that tokens stand for. */
  detokenize(tokens: readonly string[]): string;
}
