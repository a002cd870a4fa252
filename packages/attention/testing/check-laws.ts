/** A law by its name, and a check that throws where it is broken. */
export type Laws = Readonly<Record<string, () => Promise<void>>>;

/**
 * Checks laws one after another.
 *
 * @throws Error that names the contract and the first law that is broken
 */
export const checkLaws = async (contract: string, laws: Laws): Promise<void> => {
  for (const [law, check] of Object.entries(laws)) {
    try {
      await check();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${contract}: ${law}: ${reason}`, { cause: error });
    }
  }
};
