/** What energy costs; undefined where the configuration doesn't say. */
export interface Tariff {
  readonly pricePerKwh: number | undefined;
  readonly currency: string;
  readonly co2GramsPerKwh: number | undefined;
}
