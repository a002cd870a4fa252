/** Work that is done one after another, in the order in which it is wanted; what fails holds nothing up. */
export const oneAfterAnother = (): (<Result>(work: () => Promise<Result>) => Promise<Result>) => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine;
    return mine;
  };
};
