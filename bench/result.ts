/** One line of the report: figures of several contenders at the same work, or of Holdfast alone against a limit. */
export interface Result {
  readonly work: string;
  readonly unit: string;
  readonly figures: readonly Figure[];
  readonly target?: Target;
  /** What a reader must know to judge the figures. */
  readonly note?: string;
}

export interface Figure {
  readonly contender: string;
  readonly runs: readonly number[];
  readonly median: number;
  /** Of Holdfast to this contender, the median of the ratios run by run. */
  readonly holdfastRatio?: number;
}

export interface Target {
  readonly text: string;
  readonly measured: number;
  readonly met: boolean;
}
