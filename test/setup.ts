import fc from 'fast-check';
import { seed } from './seed.js';

// A property that fails prints this seed and the path to what failed.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
