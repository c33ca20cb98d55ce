import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/** Styles a text; whether there is colour is decided by whoever prints. */
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_style, text) => text;

// Checking the stream is the caller's part, since reports go to stderr as well.
export const coloured: Paint = (style, text) => styleText(style, text, { validateStream: false });
