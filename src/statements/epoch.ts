/** As of everything in the image: the same image has the same bill, whenever it was made. */
export const EPOCH = '1970-01-01T00:00:00Z';
