import { describe } from 'vitest';
import { part } from '../part.js';
import { installProduct } from '../product.js';
import { reflexTests } from '../reflex/suite.js';

const product = await installProduct('reflex-amd');
const rig = part({ variant: 'amd-pstate', name: 'reflex-amd' });

describe('the reflex on amd-pstate-epp and simulated firmware', () => reflexTests(rig, product));
