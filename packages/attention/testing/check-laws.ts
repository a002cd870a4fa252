/** A law by its name, and a check that throws where it is broken. */
export type Laws = Readonly<Record<string, () => Promise<void>>>;

/**
 * Checks laws one after another.
 *
 * @param onLawKept - told of each that holds, in order
 * @throws Error that names the contract and the first law that is broken
 */
export const checkLaws = async (contract: string, laws: Laws, onLawKept?: (law: string) => void): Promise<void> => {
  for (const [law, check] of Object.entries(laws)) {
    try {
      await check();
      onLawKept?.(law);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${contract}: ${law}: ${reason}`, { cause: error });
    }
  }
};
