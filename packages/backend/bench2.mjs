import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
const ours = process.argv[2]==='ours';
if (ours) { const b=await import('@rnp/backend'); await b.useBackend('wasm'); } else { await tf.setBackend('wasm'); }
function time(name, flops, f, ms=120){ for(let i=0;i<3;i++) f().dispose(); let best=1e9; const t0=performance.now(); do { let inner = 1; let t=performance.now(); f().dispose(); let e=performance.now()-t; if(e<0.3){ inner=Math.ceil(0.5/e); t=performance.now(); for(let i=0;i<inner;i++) f().dispose(); e=(performance.now()-t)/inner; } best=Math.min(best,e); } while(performance.now()-t0<ms); console.log(name.padEnd(44), (flops/best/1e6).toFixed(2).padStart(8),'GF/s', (best*1000).toFixed(0).padStart(8),'us'); }
// fresh b each time: alias through a new id with tf.add cost subtracted
function fresh(m,n,k){ const a=tf.randomUniform([m,k]); const b=tf.randomUniform([k,n]);
 let best=1e9; for(let r=0;r<60;r++){ const b2=tf.add(b,1); const t=performance.now(); const c=tf.matMul(a,b2); best=Math.min(best,performance.now()-t); c.dispose(); b2.dispose(); }
 console.log(`fresh ${m}x${n}x${k}`.padEnd(44),(2*m*n*k/best/1e6).toFixed(2).padStart(8),'GF/s', (best*1000).toFixed(0).padStart(8),'us'); }
fresh(512,512,512); fresh(256,4000,64); fresh(64,64,64); fresh(16,256,64); fresh(64,4000,64); fresh(32,784,256); fresh(4096,32,64);fresh(256,4000,64);
function conv(n,h,w,c,oc,k,s,pad){ const x=tf.randomUniform([n,h,w,c]), f=tf.randomUniform([k,k,c,oc]); const y=tf.conv2d(x,f,s,pad); const fl=2*y.size*k*k*c;
 const label=`conv ${n}x${h}x${w}x${c} k${k} s${s} ->${oc}`;
 time(label+' fwd',fl,()=>tf.conv2d(x,f,s,pad));
 time(label+' dInput',fl,()=>tf.engine().runKernel('Conv2DBackpropInput',{dy:y,filter:f},{strides:[s,s],pad,dataFormat:'NHWC',inputShape:x.shape}));
 if(ours) time(label+' dFilter',fl,()=>tf.engine().runKernel('Conv2DBackpropFilter',{x,dy:y},{strides:[s,s],pad,dataFormat:'NHWC',filterShape:f.shape})); else console.log('-');
 tf.dispose([x,f,y]); }
conv(16,28,28,32,32,5,1,'same'); conv(64,28,28,1,32,4,2,'same'); conv(64,14,14,32,32,4,2,'same'); conv(64,7,7,32,32,1,1,'same'); conv(8,64,64,3,16,5,1,'valid');
function red(shape,axis){ const x=tf.randomUniform(shape); time(`sum [${shape}] axis ${axis}`,x.size,()=>tf.sum(x,axis)); x.dispose();}
red([1024,64],0); red([256,4000],0); red([256,4000],1); red([64,28,28,32],[0,1,2]); red([64,28,28,1],[1,2,3]); red([64,10,784],1);red([200000,3],0);
if(ours){const x=tf.randomUniform([4096,64]),i=tf.tensor1d(Array.from({length:4096},(_,i)=>i*7%1000),'int32'); time('segsum',4096*64,()=>tf.unsortedSegmentSum(x,i,1000));}
