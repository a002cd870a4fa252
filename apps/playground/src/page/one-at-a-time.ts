/**
 * Work of which one is done at a time. What is wanted again while it is on its way is waited for; what is wanted of something else begins
 * when that has ended.
 *
 * @param subject - what the work is about, by identity
 */
export const oneAtATime = <Result>(subject: () => unknown, work: () => Promise<Result>): (() => Promise<Result>) => {
  let last: { readonly of: unknown; readonly done: Promise<Result> } | undefined;
  return () => {
    if (last && last.of === subject()) return last.done;
    const begin = last ? last.done.then(work, work) : work();
    const mine = {
      of: subject(),
      done: begin.finally(() => {
        if (last === mine) last = undefined;
      }),
    };
    last = mine;
    return mine.done;
  };
};
