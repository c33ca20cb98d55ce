import { z } from 'zod';
import * as words from './words.ts';

const NAME = /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** What stands beside the program while it is tested, each under its own host name. */
export const services = z
  .record(
    words.word(NAME, 'a host name of one part, such as database', 'write it in lower case'),
    z.strictObject({
      image: words.imageRef.meta({ description: 'The image of the service' }),
      port: words.port.meta({ description: 'The port that it listens on, and the test waits for' }),
      env: words.env.optional().meta({ description: 'Environment of the service' }),
      provides: words.env.optional().meta({
        description: 'Environment that the program gets while it is tested, and never in the image',
      }),
    }),
  )
  .refine((all) => Object.keys(all).length > 0, 'at least one service\nremove the key');
