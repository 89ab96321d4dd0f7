/** A pixel is of the figure where it is brighter than this, in [0, 1]. */
export const ink = 0.3;
