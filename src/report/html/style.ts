import { COLOURS } from './style/colours.ts';
import { PAGE } from './style/page.ts';
import { PARTS } from './style/parts.ts';
import { PRINT } from './style/print.ts';

/** All rules of the page, without what is only for reading them here. */
export const STYLE = [COLOURS, PAGE, PARTS, PRINT].join('\n').replace(/\n\s*/g, '\n');
