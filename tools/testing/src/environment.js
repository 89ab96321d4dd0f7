// Jest's testEnvironment. By itself it gives each test file a global object that asks a proxy for every name: `Float64Array` or `NaN` in a
// loop then takes longer than the sum that is tested.
import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

const { createContext } = vm;

/** Jest's own for Node, on a plain global object. Node before 20.18 and 22.8 knows none: there it is slower. */
export default class PlainEnvironment extends TestEnvironment {
  constructor(...given) {
    // No option says which: it is made within the constructor.
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }
}
