/**
 * What is generated for one recurrent module (docs/model.md, *One level*), in the order in which it lies side by side: name, and
 * its sizes by letter. The state module ends with its first state, the policy module with its action decoder and first action.
 * What has a third entry is there for that cell alone.
 *
 * i what the encoder reads (state or patch, then the action), h hidden, c input of the cell, z latent, g all gates of the cell
 * (gates · z), a the action
 */
export const moduleLayout = {
  recurrent: [
    ['encoder1/kernel', 'ih'],
    ['encoder1/bias', 'h'],
    ['encoder2/kernel', 'hc'],
    ['encoder2/bias', 'c'],
    ['cell/recurrentKernel', 'zg'],
    ['cell/kernel', 'cg'],
    ['cell/bias', 'g'],
    ['cell/initial', 'z'],
    ['cell/initialMemory', 'z', 'lstm'],
  ],
  state: [['initialState', 'z']],
  policy: [
    ['action/kernel', 'za'],
    ['action/bias', 'a'],
    ['initialAction', 'a'],
  ],
};

/** a: scaleX, rotation, shear, scaleY, translateX, translateY. */
export const actionSize = 6;
