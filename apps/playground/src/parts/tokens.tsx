import type { JSX } from 'preact';

/** A token as it can be seen: spaces and line ends have signs. */
export const visibleToken = (token: string): string =>
  token.replaceAll(' ', '␣').replaceAll('\n', '⏎').replaceAll('\t', '⇥');

/** Tokens in a row, with the wrong ones marked, not by colour alone. */
export const TokenRow = ({
  tokens,
  expected,
}: {
  readonly tokens: readonly string[];
  /** What should stand there; nothing is wrong without it. */
  readonly expected?: readonly string[];
}): JSX.Element => (
  <span class="tokens" dir="auto">
    {tokens.length === 0 && <span class="token token-none">nothing</span>}
    {tokens.map((token, index) => {
      const isWrong = expected !== undefined && expected[index] !== token;
      return (
        // oxlint-disable-next-line react/no-array-index-key -- tokens repeat; their place is what tells them apart
        <span key={index} class={`token ${isWrong ? 'token-wrong' : ''}`}>
          {visibleToken(token)}
        </span>
      );
    })}
  </span>
);
