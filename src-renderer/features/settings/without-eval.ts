import { z } from 'zod';

// The page's policy forbids code made from text, which the schema library would otherwise try.
z.config({ jitless: true });
