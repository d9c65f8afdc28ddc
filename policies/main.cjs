// Pulumi starts a policy pack without the arguments for Node that a program has in its Pulumi.yaml, and with ts-node, which
// checks the types of everything that it loads.
delete require.extensions[".ts"];
require("@swc-node/register");
require("./index.ts");
