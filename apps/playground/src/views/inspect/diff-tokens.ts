// What is different between two outputs, token by token.

export type TokenChange = { readonly token: string; readonly change: 'same' | 'gone' | 'new' };

/** The shortest way from one to the other: a longest common subsequence stays; what goes is told before what comes. */
export const diffTokens = (from: readonly string[], to: readonly string[]): readonly TokenChange[] => {
  const width = to.length + 1;
  /** How long the common rest is, from each pair of places on. */
  const common = new Uint16Array((from.length + 1) * width);
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      common[i * width + j] =
        from[i] === to[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
    }
  }
  const changes: TokenChange[] = [];
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      changes.push({ token: from[i]!, change: 'same' });
      i++;
      j++;
    } else if (j === to.length || (i < from.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) {
      changes.push({ token: from[i++]!, change: 'gone' });
    } else {
      changes.push({ token: to[j++]!, change: 'new' });
    }
  }
  return changes;
};
