// Required first by programs that live for a second or two. What runs often is compiled once more by V8, as well as it can: a fifth of
// their time goes into that, and only a longer run pays it back. What is computed is the same.
require('node:v8').setFlagsFromString('--no-opt');
