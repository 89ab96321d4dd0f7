import type { DescriptionOf } from './valueDescription.js';

/**
 * A setting as the package that uses it describes it: once. Its check, its default, its row in a command's table and on the page of
 * settings follow from it.
 *
 * @typeParam T the values of its field
 * @typeParam Beside the settings that can leave it without effect
 */
export interface SettingRow<T, Beside = unknown> {
  readonly default: T;
  readonly values: DescriptionOf<T>;
  /** For people, one line. */
  readonly meaning: string;
  /** A value that is not the default. */
  readonly example: T;
  /** What other libraries call it, in lower case without separators: who types that is told the name. */
  readonly alsoCalled?: readonly string[];
  /** Whether it says something of parts, so that a network without parts is trained without it. */
  readonly ofParts?: boolean;
  /** What leaves it without effect. */
  readonly idleWith?: readonly SettingGround<Beside>[];
}

/** What another setting leaves without effect. */
export interface SettingGround<Beside = unknown> {
  /** For a message: `rendering=composed, which has no inner canvases`. */
  readonly said: string;
  readonly holds: (beside: Beside) => boolean;
}
