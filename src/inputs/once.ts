/** Does what several images of a run need once: who comes later gets what the first one got. */
export type Once = <T>(key: string, make: () => Promise<T>) => Promise<T>;

/** One memory for a run. What failed has failed for all: it would again, and take as long. */
export function createOnce(): Once {
  const made = new Map<string, Promise<unknown>>();
  return <T>(key: string, make: () => Promise<T>) => {
    const known = made.get(key) ?? make();
    made.set(key, known);
    return known as Promise<T>;
  };
}

/** For a single image: nobody else needs what it needs. */
export const eachTime: Once = (_key, make) => make();
