export {
  type Condition,
  NOT_EVALUABLE,
  type ReadVariable,
  type Scalar,
  compileCondition,
  compileScalar,
  evaluate,
} from './compile.ts';
