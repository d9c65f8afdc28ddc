/** Account of the AWS Deep Learning Containers in the regions that have no account of their own. */
const commonAccount = "763104351884";

/**
 * Account that holds the AWS Deep Learning Containers, by region.
 *
 * Source: https://github.com/aws/sagemaker-python-sdk, `image_uri_config/huggingface.json`, as of 2026-08-21.
 */
export const deepLearningAccounts: Readonly<Record<string, string>> = {
  "af-south-1": "626614931356",
  "ap-east-1": "871362719292",
  "ap-northeast-1": commonAccount,
  "ap-northeast-2": commonAccount,
  "ap-northeast-3": "364406365360",
  "ap-south-1": commonAccount,
  "ap-south-2": "772153158452",
  "ap-southeast-1": commonAccount,
  "ap-southeast-2": commonAccount,
  "ap-southeast-3": "907027046896",
  "ap-southeast-4": "457447274322",
  "ca-central-1": commonAccount,
  "ca-west-1": "204538143572",
  "cn-north-1": "727897471807",
  "cn-northwest-1": "727897471807",
  "eu-central-1": commonAccount,
  "eu-central-2": "380420809688",
  "eu-north-1": commonAccount,
  "eu-south-1": "692866216735",
  "eu-south-2": "503227376785",
  "eu-west-1": commonAccount,
  "eu-west-2": commonAccount,
  "eu-west-3": commonAccount,
  "il-central-1": "780543022126",
  "me-central-1": "914824155844",
  "me-south-1": "217643126080",
  "sa-east-1": commonAccount,
  "us-east-1": commonAccount,
  "us-east-2": commonAccount,
  "us-gov-east-1": "446045086412",
  "us-gov-west-1": "442386744353",
  "us-iso-east-1": "886529160074",
  "us-isob-east-1": "094389454867",
  "us-west-1": commonAccount,
  "us-west-2": commonAccount,
};

/** Regions whose images for AWS's own chips are published: `huggingface-neuronx.json` of the same source. */
const neuronRegions = [
  ...["ap-northeast-1", "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2"],
  ...["ap-southeast-4", "ca-west-1", "cn-north-1", "cn-northwest-1", "eu-central-1"],
  ...["eu-central-2", "eu-south-2", "eu-west-1", "eu-west-3", "il-central-1", "sa-east-1"],
  ...["us-east-1", "us-east-2", "us-gov-east-1", "us-gov-west-1", "us-west-2"],
];

/** Account of the Hugging Face images for AWS's own chips, in the regions that have them. */
export const neuronAccounts: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(deepLearningAccounts).filter(([region]) => neuronRegions.includes(region)),
);

/** Account of Text Embeddings Inference, by region: `huggingface-tei.json` of the same source. */
export const textEmbeddingsAccounts: Readonly<Record<string, string>> = {
  "af-south-1": "510948584623",
  "ap-east-1": "651117190479",
  "ap-northeast-1": "354813040037",
  "ap-northeast-2": "366743142698",
  "ap-northeast-3": "867004704886",
  "ap-south-1": "720646828776",
  "ap-south-2": "628508329040",
  "ap-southeast-1": "121021644041",
  "ap-southeast-2": "783357654285",
  "ap-southeast-3": "951798379941",
  "ap-southeast-4": "106583098589",
  "ca-central-1": "341280168497",
  "ca-west-1": "190319476487",
  "cn-north-1": "450853457545",
  "cn-northwest-1": "451049120500",
  "eu-central-1": "492215442770",
  "eu-central-2": "680994064768",
  "eu-north-1": "662702820516",
  "eu-south-1": "978288397137",
  "eu-south-2": "104374241257",
  "eu-west-1": "141502667606",
  "eu-west-2": "764974769150",
  "eu-west-3": "659782779980",
  "il-central-1": "898809789911",
  "me-central-1": "272398656194",
  "me-south-1": "801668240914",
  "sa-east-1": "737474898029",
  "us-east-1": "683313688378",
  "us-east-2": "257758044811",
  "us-gov-east-1": "237065988967",
  "us-gov-west-1": "414596584902",
  "us-iso-east-1": "833128469047",
  "us-isob-east-1": "281123927165",
  "us-west-1": "746614075791",
  "us-west-2": "246618743249",
};
