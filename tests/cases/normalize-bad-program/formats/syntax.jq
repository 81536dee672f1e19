module { format: "syntax" };
{finding_title: 
  .raw.t,, }
