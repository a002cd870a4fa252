// The sandbox makes nothing of text. Where zod tries whether it may, some browsers report it as an attempt; it must hear of it before
// any schema is made.
import { config } from 'zod';

config({ jitless: true });
