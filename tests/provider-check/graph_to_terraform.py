#!/usr/bin/env python3
"""Turns a resource dump (of program-graph.ts) into Terraform JSON, by the AWS provider's own schema.
usage: graph_to_terraform.py dump.json schema.json out.tf.json  -> prints what could not be mapped."""
import json, re, sys
dump, schema, out = sys.argv[1:4]
res = json.load(open(dump))
sch = json.load(open(schema))["provider_schemas"]["registry.terraform.io/hashicorp/aws"]["resource_schemas"]
snake = lambda s: re.sub(r"(?<!^)(?=[A-Z])", "_", s).lower()
SPECIAL = {"aws:s3/bucketV2:BucketV2": "aws_s3_bucket", "aws:s3/bucketObjectv2:BucketObjectv2": "aws_s3_object", "aws:s3/bucketObject:BucketObject": "aws_s3_object",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":"aws_s3_bucket_server_side_encryption_configuration",
  "aws:appautoscaling/scheduledAction:ScheduledAction":"aws_appautoscaling_scheduled_action"}
# TF type -> {Pulumi input: TF attribute}, where pulumi-aws names an input otherwise
RENAMED = {"aws_cloudwatch_metric_alarm": {"name": "alarm_name"}, "aws_lambda_function": {"name": "function_name", "code": "filename"}, "aws_lambda_layer_version": {"code": "filename"},
  "aws_sns_topic_subscription": {"topic": "topic_arn"}, "aws_lambda_permission": {"function": "function_name"}}
# Attributes that hold a physical name
NAMED = {"name", "bucket", "alarm_name", "dashboard_name", "function_name"}
ASSET = "archive.zip"  # stands for any asset or archive
def tftype(t):
    if t in SPECIAL: return SPECIAL[t]
    m = re.match(r"aws:(\w+)/(\w+):(\w+)", t)
    if not m: return None
    mod, _, cls = m.groups()
    c = snake(cls); c = re.sub(r"_v2$", "", c)
    for cand in (f"aws_{mod}_{c}", f"aws_{snake(mod)}_{c}", f"aws_{c}"):
        if cand in sch: return cand
    return None
def names(tf, is_list):
    parts = tf.split("_"); cam = parts[0] + "".join(p.capitalize() for p in parts[1:])
    c = {cam}
    c |= {cam + "s", cam + "es", re.sub(r"y$", "ies", cam), re.sub(r"s$", "", cam)}
    return c
bad = []
label = lambda n: re.sub(r"[^A-Za-z0-9_-]", "_", n)
def conv_str(s):
    def rep(m):
        t, n, k = m.group(1).split("|")
        tt = tftype(t)
        if not tt: bad.append(f"reference to unmapped {t}"); return "UNMAPPED"
        ks = RENAMED.get(tt, {}).get(k) or snake(k)
        return "${%s.%s.%s}" % (tt, label(n), ks)
    s2 = s.replace("${", "$${").replace("%{", "%%{")
    return re.sub(r"@@([^@]+)@@", rep, s2)
SECRET = "4dabf18193072939515e22adb298388d"
def conv_val(v):
    if isinstance(v, dict) and SECRET in v: return conv_val(v.get("value"))
    if isinstance(v, str): return conv_str(v)
    if isinstance(v, list): return [conv_val(x) for x in v]
    if isinstance(v, dict):
        return {k: conv_val(x) for k, x in v.items()}
    return v
def conv_block(inp, block, where):
    o = {}
    used = set()
    attrs = block.get("attributes", {}); blocks = block.get("block_types", {})
    for tf in list(attrs) + list(blocks):
        for c in names(tf, True):
            if c in inp and c not in used:
                used.add(c); v = inp[c]
                if isinstance(v, dict) and SECRET in v: v = v.get("value")
                if tf in blocks:
                    vs = v if isinstance(v, list) else [v]
                    o[tf] = [conv_block(x, blocks[tf]["block"], f"{where}.{tf}") for x in vs if x is not None]
                else:
                    o[tf] = conv_val(v)
                break
    if where.count(".") == 1:  # a resource, not a block: the names that Pulumi calls otherwise, and its auto-naming
        tf_type, name = where.split(".", 1)
        renamed = RENAMED.get(tf_type, {}); field = renamed.get("name", "name")
        for pulumi_name, tf_name in renamed.items():
            if inp.get(pulumi_name) is not None and pulumi_name not in used:
                used.add(pulumi_name); o[tf_name] = ASSET if tf_name == "filename" else conv_val(inp[pulumi_name])
        if "region" not in attrs: used.add("region")  # pulumi-aws 7's own; the provider here is one major version back
        if field in attrs and attrs[field].get("required") and field not in o: o[field] = name
    for k in inp:
        if k not in used and inp[k] is not None and not k.startswith("__"): bad.append(f"{where}: no place for {k}")
    return o
tf = {"resource": {}}
n = 0
for r in res:
    if not r["type"].startswith("aws:"): 
        if not r["type"].startswith("pulumi:") and r.get("custom") and r["type"].count(":")==2 and not r["type"].split(":")[0] in ("aws","pulumi"): bad.append("not aws: "+r["type"]+" "+r["name"])
        continue
    t = tftype(r["type"])
    if not t: bad.append("unmapped type " + r["type"]); continue
    body = conv_block(r["inputs"], sch[t]["block"], f"{t}.{r['name']}")
    after = [f"{tftype(d['type'])}.{label(d['name'])}" for d in r.get("dependsOn", []) if d["type"].startswith("aws:") and tftype(d["type"])]
    if after: body["depends_on"] = sorted(set(after))
    lifecycle = {}
    if r.get("ignoreChanges"): lifecycle["ignore_changes"] = [snake(k) for k in r["ignoreChanges"]]
    # Pulumi creates the replacement first, unless a name that was given stands in its way.
    if not r.get("deleteBeforeReplace") and not NAMED & body.keys(): lifecycle["create_before_destroy"] = True
    if lifecycle: body["lifecycle"] = lifecycle
    tf["resource"].setdefault(t, {})[label(r["name"])] = body
    n += 1
json.dump(tf, open(out, "w"), indent=1)
print(n, "mapped"); [print("  !", b) for b in bad]
