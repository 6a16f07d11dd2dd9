package org.emishub.security.agreement;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The purposes of the W3C Data Privacy Vocabulary 2.1 ({@code https://w3id.org/dpv#}) an agreement may name. */
final class DpvPurpose {
    static final Set<String> CODES = new TreeSet<>(List.of(
            """
            AcademicResearch AccountManagement Advertising AgeVerification CombatClimateChange CommercialPurpose
            CommercialResearch CommunicationForCustomerCare CommunicationManagement CounterMoneyLaundering
            Counterterrorism CreditChecking CustomerCare CustomerClaimsManagement CustomerManagement
            CustomerOrderManagement CustomerRelationshipManagement CustomerSolvencyMonitoring DataAltruism
            DeliveryOfGoods DirectMarketing DisputeManagement EnforceAccessControl EnforceSecurity
            EstablishContractualAgreement FraudPreventionAndDetection FulfilmentOfContractualObligation
            FulfilmentOfObligation HumanResourceManagement IdentityAuthentication IdentityVerification
            ImproveExistingProductsAndServices ImproveHealthcare ImproveInternalCRMProcesses ImprovePublicServices
            ImproveTransportMobility IncreaseServiceRobustness InternalResourceOptimisation LegalCompliance
            MaintainFraudDatabase Marketing
            MemberPartnerManagement MisusePreventionAndDetection NonCommercialPurpose NonCommercialResearch
            OptimisationForConsumer OptimisationForController OptimiseUserInterface OrganisationComplianceManagement
            OrganisationGovernance OrganisationRiskManagement PaymentManagement Personalisation
            PersonalisedAdvertising PersonalisedBenefits PersonnelBehaviourMonitoring PersonnelHiring
            PersonnelManagement PersonnelMonitoring PersonnelOffboarding PersonnelOnboarding PersonnelPayment
            PersonnelPerformanceEvaluation PersonnelPerformanceManagement PersonnelPerformanceMonitoring
            PersonnelPerformancePrediction PersonnelPromotionManagement PersonnelTerminationManagement
            PersonnelWorkloadManagement PoliticalCampaign ProtectionOfIPR ProtectionOfNationalSecurity
            ProtectionOfPublicSecurity ProvideEventRecommendations ProvideOfficialStatistics
            ProvidePersonalisedRecommendations ProvideProductRecommendations PublicBenefit PublicPolicyMaking
            PublicRelations RecordManagement RecruitmentAdvertising RecruitmentApplicantBackgroundCheck
            RecruitmentApplicantCriminalBackgroundCheck RecruitmentApplicantInformationAuthentication
            RecruitmentApplicantSelection RecruitmentApplicationAnalysis RecruitmentApplicationManagement
            RecruitmentApplicationScreening RecruitmentInterviewAnalysis RecruitmentInterviewAssessment
            RecruitmentInterviewManagement RecruitmentInterviewScheduling RecruitmentManagement
            RecruitmentTargetedAdvertising RepairImpairments RequestedServiceProvision ResearchAndDevelopment
            RightsFulfillment ScientificResearch SearchFunctionalities SellDataToThirdParties SellInsightsFromData
            SellProducts SellProductsToDataSubject ServiceOptimisation ServicePersonalisation ServiceProvision
            ServiceRegistration ServiceUsageAnalytics SocialMediaMarketing TargetedAdvertising
            TechnicalServiceProvision UserInterfacePersonalisation VendorManagement VendorPayment
            VendorRecordsManagement VendorSelectionAssessment Verification
            """
                    .split("\\s+")));

    private DpvPurpose() {}
}
