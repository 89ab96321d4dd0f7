import '@rnp/vae/worker';
