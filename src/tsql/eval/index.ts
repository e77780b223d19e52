export { type Condition, type ReadVariable, type Scalar, compileCondition, compileScalar } from './compile.ts';
